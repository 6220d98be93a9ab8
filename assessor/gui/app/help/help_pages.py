"""The pages of the help, and which of them fits a screen."""

from __future__ import annotations

from string import Formatter
from typing import NamedTuple

from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from assessor.gui.app.help.menu_entries import menu_path
from assessor.gui.toolkit.text.phrases import Phrases


class HelpPage(NamedTuple):
    """A title, what to do, what it means for the data, and what to do if it fails."""

    title: str
    do: str
    data: str = ""
    wrong: str = ""


TOPICS: dict[str, HelpPage] = {
    "home": HelpPage(
        "Begin a mission",
        "A mission is one file that holds everything. Choose New mission and a form, or drop "
        "the mission pack from headquarters onto the first screen and compare its six words "
        "with your mission letter. Choose the country and say your name; it stands beside every"
        " answer.",
        "Everything is in that one file, on this laptop alone: a copy of it is a copy of the "
        "mission. With a passphrase, nobody reads it without.",
        "A form with mistakes says which, by sheet and row. If the six words differ from the "
        "letter, do not begin: ask headquarters for the pack once more. A file that is refused "
        "says why, and is not changed.",
    ),
    "desk": HelpPage(
        "Answer questions",
        "Type, or choose: the answer is on disk the moment you leave the field, and the status "
        "bar says so. Required questions never keep you from going on. Ctrl+Z takes back "
        "anything, also a deleted line of a table. What breaks a rule of the form is said in "
        "place.",
        "Every answer is an entry of its own, with who gave it and when; the earlier ones stay "
        "in History. Answers that no longer apply are kept and do not count.",
        "If the disk takes nothing more, the status bar says so, and what you typed stays where"
        " it is: back up a copy elsewhere, or make room. An answer that breaks a rule is kept "
        "and listed to be corrected.",
    ),
    "support": HelpPage(
        "Support an answer",
        "The panel beside the page belongs to the question you are in. Say there who told you, "
        "how well it is supported and on what it rests, put files beside it, write a note. A "
        "stage counts only as far as its evidence supports it. History restores any earlier "
        "answer.",
        "Level, sources and note belong to the answer and travel with it. What is marked as "
        "sensitive is left out of the reports it is not for. Photographs lose place and device "
        "as they come in.",
        "A file that is missing or was altered is shown as such: put it beside the question "
        "again. Chose the wrong level? Choose again, or take it back with Ctrl+Z.",
    ),
    "meeting": HelpPage(
        "Hold a meeting",
        "Start it under {meetings}, with the institution or its group, and read the words on "
        "consent out. While it runs, only that group's questions show and each answer cites the"
        " meeting by itself. Where two sources differ, both stay, and you settle the finding.",
        "People are kept by role, and what others read of a statement follows what its source "
        "agreed to.",
        "Something is wrong in a meeting? Choose it in the list and mend it, also afterwards. "
        "If it was not running, cite it at an answer by hand in the panel beside the question.",
    ),
    "paper": HelpPage(
        "Prepare paper for a meeting",
        "{print} writes the questions as a PDF with room to write: all of them, a section, or "
        "only what one group is asked, which is the agenda of the meeting, in any language of "
        "the form. In Meetings, Print the agenda does it for the group chosen.",
    ),
    "open_items": HelpPage(
        "Search the open items",
        "{open_items} lists what is unanswered, only claimed, promised, disputed or to be "
        "corrected. Narrow it by kind, by whom to ask, or by words; Enter goes to the question."
        " Ctrl+K finds any question, answer, source or action, in every language of the form.",
    ),
    "check": HelpPage(
        "Check before the export",
        "{check} lists what is unanswered, breaks a rule, or waits for a decision; Enter goes "
        "to the question. A draft is never held back by it.",
    ),
    "before": HelpPage(
        "Follow up an earlier mission",
        "{previous} takes the report of last time: its answers then stand beside yours. Where "
        "one is still true, Ctrl+Shift+Enter says so again as of today. What changed since is "
        "listed there.",
        "The report of last time lies in this mission and changes nothing in it: only what is "
        "said again counts now.",
        "Nothing stands beside a question? It was not asked then, not answered, or left out of "
        "that report for its readers. Said too much again? Ctrl+Z takes it back.",
    ),
    "results": HelpPage(
        "Read the results",
        "{results} shows what each section comes to and opens to its indicators; Enter on one "
        "goes to its question. The filled shape is what the evidence supports, the broken line "
        "what was said.",
        "Scores are worked out anew from the answers and stored nowhere. What is merely claimed"
        " counts up to stage 2; the bar shows how far what is still open could move the result.",
        "A result looks too low? Open the section: an indicator with weak evidence holds it "
        "down. Add the document or the second source in the panel beside its question.",
    ),
    "treaties": HelpPage(
        "Compare law with treaties",
        "{treaties} lists each article: in law or not, how it is used, and the national provision "
        "noted beside the answer. Enter on an article goes to the question that decides it.",
        "One question decides one article; what merely bears on it decides nothing. Practice goes "
        "no further than the law, and there is never a mean.",
        "An article is not known? Answer its question, and write the national article into the "
        "note. Not asked? The form has no question that decides it.",
    ),
    "plan": HelpPage(
        "Make the plan",
        "{plan} shows on one side what the stages call for, on the other the recommendations. "
        "Take one over, then say who does it, when, in which order, what it builds on and which"
        " indicators it should move.",
        "Only what you take over is among the report's recommendations. Each is said in the "
        "mission like an answer: signed, merged, and taken back with Ctrl+Z.",
        "Nothing is proposed? Proposals follow the stages: rate the section's indicators first."
        " What donors pay for already stands beside each area once the form's questions on it "
        "are answered.",
    ),
    "upgrade": HelpPage(
        "Update the form",
        "Choose the newer form under {upgrade}. You see first which questions are added, moved,"
        " changed and retired. Where a retired question only has another name now, say so in "
        "its line; then go on.",
        "Nothing that was answered is lost: answers of questions that moved go along, those of "
        "retired ones are kept and printed for the team. Colleagues in the earlier version "
        "still read you, and are heard.",
        "A form with mistakes is refused and each is named: send them to whoever made it. "
        "Answers that no longer fit are listed to be looked at again. In doubt, stay with the "
        "present version: until you go on, nothing is changed.",
    ),
    "team": HelpPage(
        "Assign the sections",
        "Under {team}, write the names of your colleagues and click in a person's column to "
        "hand them that section. The cards above show how far everybody is.",
        "It binds nobody: anyone may answer anywhere. Who fills what stays with the team and is"
        " in no report for others.",
        "Somebody falls out? Their card passes all they had on to another. If two people handed"
        " out one section differently, that waits for a decision like any answer. After a newer"
        " form moved a section, hand it out again.",
    ),
    "exchange": HelpPage(
        "Exchange with colleagues",
        "Under {exchange}, choose a folder or stick once: it takes in what the others left "
        "there and leaves all that you have. Or send each other reports and drop them onto the "
        "open mission, or choose them under {colleagues}.",
        "You see first what would change. Order does not matter and nothing is lost; what two "
        "laptops answered differently stands side by side for you to decide. If the mission has"
        " a passphrase, only copies of it with the same one open what lies on the stick.",
        "{received} lists all that came in: there it can be taken back, and trusted where it "
        "waits for who signed it. A damaged file is refused with the reason and changes "
        "nothing; ask for it again.",
    ),
    "decide": HelpPage(
        "Decide between two answers",
        "Where two laptops answered one question differently, the panel beside it shows both, "
        "with who said what and how well it is supported; at headquarters all of these wait in "
        "the tab To decide. Keep one or write another, and say why. A rule settles many at "
        "once, after showing what it takes.",
        "A decision is one entry more: what it was taken between stays in the history. It "
        "travels with the next report, or with {send-back}.",
        "Decided wrongly? Ctrl+Z says both answers again, so that it is open once more; later, "
        "restore the other one from History. If somebody else decided differently at the same "
        "time, the question waits once more.",
    ),
    "export": HelpPage(
        "Export the report",
        "The report is a PDF to read that carries the answers inside. Choose for whom it is: "
        "what its readers may not see is not in the file. Keep the file as it is; printing or "
        "converting it removes the answers. First all open points stand in one list: mend each, "
        "or type why it stays open, or write a draft.",
        "Before it is written you see its pages and what is left out of them, with the reason. "
        "Every answer in it is signed, and the written file is opened again and verified.",
        "If it cannot be written, nothing half done remains: choose another place. Whoever "
        "finds no answers in it has a printed or converted copy: send the file itself.",
    ),
    "government": HelpPage(
        "Collect the government's comments",
        "{government} writes a table of all that the government reads in the report, with room "
        "to comment. Take the filled workbook in: each comment stands beside its question. "
        "Answer it there and write the next table.",
        "The government is a source, and a comment is kept as its words: no answer changes by "
        "itself. The table holds nothing that the government's report does not.",
        "If a line was moved or a column deleted, nothing is taken in and the lines are named: "
        "put them back, or copy the comment into the line of its finding, and take it in again.",
    ),
    "odk": HelpPage(
        "Upload to ODK Central or KoboToolbox",
        "{upload} sends the open mission; Upload in {publish} sends a whole registry. Write the"
        " server's address as ODK Collect has it, and the name and password if it asks for "
        "them. The form must be on that server.",
        "Every answer goes, with its files: whoever reads that server reads it all. What the "
        "form has no question for stays here: sources, statements, notes and signatures. "
        "Neither address nor password is kept.",
        "Interrupted? Send again: nothing comes twice, and what is another since goes as an "
        "edit. An address without https is refused, because answers would travel in the clear.",
    ),
    "redact": HelpPage(
        "Delete words permanently",
        "Correcting an answer keeps the earlier one in its history. Where words must go because"
        " they endanger somebody, the command line takes them back: assessor redact FILE ENTRY;"
        " assessor show FILE --history names the entry.",
        "What was said is deleted here and wherever the order arrives; that something was said,"
        " by whom and when, stays. You take back your own words; headquarters takes back words "
        "in missions begun from its pack, and in its registry.",
        "Export and send again, so that the order travels. Copies and printed reports that left"
        " already are out of reach: ask their readers to delete them.",
    ),
    "undo": HelpPage(
        "Undo and redo",
        "Undo (Ctrl+Z) takes back the last thing said, redo (Ctrl+Y) says it again: answers, "
        "notes, comments, statements, meetings, files, lines of a table, the plan and who holds"
        " what. Nothing is deleted by it: History keeps every answer. Undoing a decision "
        "between two laptops says both answers again, so that it is open once more.",
    ),
    "safe": HelpPage(
        "Keep it safe",
        "Back up a copy to a stick each evening: it is read back and checked. A passphrase of "
        "four or five unrelated words protects the file if the laptop is lost. Ctrl+L locks the"
        " window.",
        "A copy is the whole mission and opens by itself, with the same passphrase. Nobody "
        "reads either without it.",
        "Passphrase lost? If the mission began from headquarters' pack, send it the mission and"
        " the recovery file that lies beside it. Laptop lost? Go on from the last copy; reports"
        " you sent hold their answers, too.",
    ),
    "keys": HelpPage(
        "Verify who signed",
        "Every laptop signs what is said on it. Under People and keys, send your contact card "
        "and let others read you their six words on the telephone: if every word is the same, "
        "their work counts as verified. Trust nothing whose words differ.",
        "Your signing key stays on this laptop. Trust changes no answer: it says how far others"
        " may believe who wrote it.",
        "A colleague's laptop is gone? Tell headquarters, which revokes its key: nothing more "
        "that it signs is taken in. A new laptop has a new key: compare its words once more.",
    ),
    "headquarters": HelpPage(
        "Receive at headquarters",
        "Drop reports onto Headquarters. All go into one registry, where nothing is overwritten"
        " and whatever came in can be taken back. Decide there between answers that differ, see"
        " the scores, and send the decisions back to the field.",
        "Before anything is taken in you see what is new, what is known and what will wait for "
        "a decision. Taking a file back sets aside what it brought, and destroys nothing.",
        "What is refused is kept apart with the reason and can be tried again, for instance "
        "once whoever signed it is trusted. Damaged files have to be sent once more.",
    ),
    "watch": HelpPage(
        "Watch a folder",
        "{watch} asks for the folder where mail or a shared drive puts reports. A line above "
        "the tabs says what arrived: look at what it brings, then receive it.",
        "Nothing is taken in before you say so, and the files in the folder stay as they are. "
        "Which folder is watched is remembered for this registry on this laptop.",
        "A file counts once it is whole; one that is still being written is looked at later. "
        "What would be refused is counted: look at what it brings for the reason. A folder that"
        " is away is tried again by itself.",
    ),
    "review": HelpPage(
        "Review answers at headquarters",
        "The Review tab lists a mission's answers. Read one and accept it, ask something, or "
        "want it redone; then {send-back}. In the field, the panel beside the question says "
        "what is asked and has a line to answer.",
        "A review stands beside the answer and changes nothing in it. If the answer becomes "
        "another one afterwards, both sides are told.",
        "The field does not see it? It has to travel: send the decisions back, and let the "
        "field receive them under {colleagues}. What the field replies comes with its next "
        "report.",
    ),
    "join": HelpPage(
        "Join two missions",
        "If two teams assessed the same thing apart, choose one of them in the tab Missions at "
        "headquarters, name the other and join them. What differs then waits in the tab To "
        "decide.",
        "Both missions stay as they are: that they are one is an entry of its own, and they can"
        " be parted again.",
        "Missions of two countries are most often a slip, so you are asked first. Joined the "
        "wrong two? Part them in the same place, or in a field mission under {part}.",
    ),
    "compare": HelpPage(
        "Compare missions",
        "The Compare tab puts the stages of all missions side by side, by country, region or "
        "year. A click opens a section, then an indicator, then what stands behind a stage. "
        "Save the table or the picture, or write the regional report.",
        "A country stands for its last mission. Rows are by name: countries are not ranked, and"
        " a median of fewer than three countries is not shown.",
        "Hatched or * means that fewer than half of the indicators are rated; ◆ that something "
        "in it is not agreed yet; ≠ was asked in another wording and is in no median. No scores "
        "at all? A mission with a scored form has to be received first.",
    ),
    "publish": HelpPage(
        "Publish tables",
        "{publish} writes the answers, scores and figures of a registry for other programs: "
        "CSV, Excel, map data, SQLite, Parquet, ODK submissions. Check the formats and choose a"
        " folder; each goes into a folder of its own.",
        "Every answer is in these files, whatever its marking: they are for the team's own "
        "analysis. Notes, sources and statements stay in the registry. A codebook says what "
        "every column means.",
        "Nothing to publish? Receive a report first. Parquet needs a library that not every "
        "installation has: the message says how to add it, or choose another format.",
    ),
    "pack": HelpPage(
        "Make a mission pack",
        "In {pack}, choose the form, name the mission and write the file. It holds the form, "
        "your key to seal to and the roster of this registry. Send it any way you like and "
        "print the six words on the mission letter.",
        "Reports of missions begun from it are sealed so that headquarters alone receives them."
        " Keep two copies of headquarters' secret key in two safes: without it, nobody opens "
        "them.",
        "If the words in the field differ from the letter, nobody should begin from that pack: "
        "send it again another way.",
    ),
    "shared": HelpPage(
        "Share a registry in PostgreSQL",
        "{open-registry} asks for server, database and user, and tests the connection. Whoever "
        "administers the database makes the roles of reader, analyst and keeper with assessor "
        "registry grants; the command line takes it as postgresql://user@host/database. Each "
        "computer needs assessor[postgres].",
        "The signed entries are the same as in a file: assessor registry digest gives one number "
        "for both. What others did appears by itself, and what you chose or typed stays. A password"
        " is never kept; the backup (pg_dump) is the database's own.",
        "What cannot be used says why: a reader only looks. A server that is gone is tried again "
        "every ten seconds. What two people decide at the same moment waits as a conflict, and "
        "nothing is lost.",
    ),
    "look": HelpPage(
        "Appearance and text size",
        "{look} has light, dark and high contrast. {language} turns the whole window, and the "
        "questions if the form speaks it. The window follows the size of text set in your "
        "system, up to twice as large.",
    ),
}
"""The pages by name, in English; {names} are menu actions."""


def translate_page(page: HelpPage, phrases: Phrases) -> HelpPage:
    """Translate a page and fill in the menu paths it names."""
    return HelpPage(*(_translate(text, phrases) for text in page))


def _translate(text: str, phrases: Phrases) -> str:
    action_names = {name for _, name, _, _ in Formatter().parse(text) if name}
    return (
        phrases(text, **{name: menu_path(name, phrases) for name in action_names}) if text else ""
    )


def topic_at(widget: QWidget | None) -> str:
    """Return the page of the nearest ancestor that has one, else of the current screen."""
    while widget is not None:
        topic = getattr(widget, "topic", "")
        if topic:
            return str(topic)
        if isinstance(widget, QMainWindow):
            screens = widget.findChild(QStackedWidget)
            return str(getattr(screens.currentWidget(), "topic", "")) if screens else ""
        widget = widget.parentWidget()
    return ""
