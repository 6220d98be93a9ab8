"""Page objects of the screens about a mission: begun, checked, exported, protected."""
