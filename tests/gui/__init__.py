"""The window, tested by clicking real widgets and reading real files; runs offscreen."""
