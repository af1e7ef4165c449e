"""Text saved from pages, forums, chats and mails, with comments in it: the layout tells what each line is.

From the bottom up; no module imports one from a layer above it (pyproject.toml enforces that):

- single lines: `dates`, `furniture` (a page's own words), `names`, `lines`;
- `quotes`: who is quoted; `page`: what became of each line;
- lines among their neighbours: `neighbours`, `buttons`;
- layouts, each of which marks where comments begin and whose they are: `notations`, `records`, `entries`, `chats`,
  `counted`, `forums`, `events`, `notes`, `blocks`, `headings`, `voices`, and `terse` for comments that look like the
  page's own words;
- `regions` tries these in turn to find where the comments begin; `titles` and `top` read what is above them,
  `splitter` and `answers` what is below;
- `article` makes a thread of it all.
"""
