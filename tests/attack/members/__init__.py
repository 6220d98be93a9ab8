"""Who belongs to a team: founding, invitations, joining and taking back."""
