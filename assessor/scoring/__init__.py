"""Calculate stages, scores and needs from answers, by the rules that the form declares. Pure
functions.
"""
