"""Builders and checks about app that several tests share."""


def type_a_statement(desk):
    """Begin a statement on the question that is there, and leave it unfinished."""
    desk.go_to("/data/name")
    desk.inspector.statements.add.click()
    form = desk.inspector.statements.form
    form.source.line.setText("Police")
    form.question.edit.setText("Amal")
