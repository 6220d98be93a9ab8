"""Tests of the verbs, run in this process as a shell would run them."""
