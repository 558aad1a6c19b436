"""The command line: parse, call, render.

Takes the words a person typed. Gives text on the standard output and an exit
code: 0 to 3 from an answer, 64 and above where no answer could be given. Each
command stands in its own module, which is imported only when it is called.
"""
