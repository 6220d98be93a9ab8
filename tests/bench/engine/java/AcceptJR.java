import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.ValidateOutcome;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;

/** Opens a form and a submission as ODK Collect would, or a folder of forms, and prints what JavaRosa holds. */
public class AcceptJR {
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    new XFormsModule().registerModule();
    if (Files.isDirectory(Path.of(arguments[0]))) {
      all(out, Path.of(arguments[0]));
      System.exit(0);
    }
    FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(arguments[0]));
    open(out, form, arguments.length > 1 ? Path.of(arguments[1]) : null);
    System.exit(0);
  }

  /** Starts a form, from a submission where there is one, and prints its values and whether it is valid. */
  static void open(PrintStream out, FormDef form, Path submission) throws Exception {
    TreeElement root = form.getInstance().getRoot();
    if (submission != null) {
      TreeElement saved = XFormParser.restoreDataModel(Files.readAllBytes(submission), null).getRoot();
      TreeElement template = root.deepCopy(true);
      template.populate(saved, form);
      form.getInstance().setRoot(template);
      root = template;
    }
    form.initialize(submission == null, new InstanceInitializationFactory());
    print(out, root, "/" + root.getName());
    ValidateOutcome outcome = form.validate(true);
    out.println("valid\t" + (outcome == null || outcome.outcome == 0));
  }

  static void all(PrintStream out, Path folder) throws Exception {
    java.util.List<Path> files;
    try (java.util.stream.Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
    }
    for (Path file : files) {
      out.println("#\t" + file.getFileName());
      try {
        FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(file.toFile()));
        Path submission = Path.of(file.toString().replaceAll("xml$", "submission"));
        open(out, form, Files.exists(submission) ? submission : null);
      } catch (Throwable refused) {
        out.println("!\t" + String.valueOf(refused.getMessage()).replace("\n", " ").replace("\t", " "));
      }
    }
  }

  static void print(PrintStream out, TreeElement node, String path) {
    if (node.getMult() < 0) return;
    if (node.getNumChildren() == 0) {
      String text = node.getValue() == null ? "" : node.getValue().uncast().getString();
      out.println(path + "\t" + text.replace("\n", "\\n") + "\t" + node.isRelevant());
    }
    for (int i = 0; i < node.getAttributeCount(); i++) {
      String space = node.getAttributeNamespace(i);
      if (space != null && !space.isEmpty()) continue;
      String text = node.getAttributeValue(i) == null ? "" : node.getAttributeValue(i);
      out.println(path + "/@" + node.getAttributeName(i) + "\t" + text.replace("\n", "\\n") + "\t" + node.isRelevant());
    }
    for (int i = 0; i < node.getNumChildren(); i++) {
      TreeElement child = node.getChildAt(i);
      String position = child.isRepeatable() ? "[" + (child.getMult() + 1) + "]" : "";
      print(out, child, path + "/" + child.getName() + position);
    }
  }
}
