"""One file a kind of question; each shows a Node and says what the person answered."""
