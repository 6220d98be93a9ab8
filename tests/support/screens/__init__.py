"""Page objects: each screen as a person sees and hears it, one module a screen."""
