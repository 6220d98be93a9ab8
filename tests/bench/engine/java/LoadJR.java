import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import org.javarosa.test.Scenario;

/** Loads a form again and again in one process and prints the milliseconds of each load. */
public class LoadJR {
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      long before = System.nanoTime();
      Scenario.init(new File(arguments[0]));
      found.append(found.length() == 0 ? "[" : ",").append((System.nanoTime() - before) / 1e6);
    }
    out.println(found.append("]"));
    System.exit(0);
  }
}
