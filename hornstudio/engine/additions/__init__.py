"""Modules that others have written.

addition    what installed packages and the user's own files add, and why some of it cannot be used
own_files   those of the user: where they are, read, begun
soundness   whether a declaration is whole, asked before anybody uses it
"""
