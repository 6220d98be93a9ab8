"""Page objects of the desk: its questions, tables of lines, outline and inspector."""
