"""Text saved from pages, forums, chats and mails, with comments in it: the layout tells what each line is.

From the bottom up; no module imports one from a layer above it (pyproject.toml enforces that):

- `detours` undoes what a text went through after its site, such as a mail that quotes it;
- single lines: `dates`, `furniture` (a page's own words), `names`, `masks` (what lines share), `verdicts` (what sites
  print beside reviews), `lines`;
- `quotes`: who is quoted; `page`: what became of each line; `parents`: whom links to parents prove to be answered;
- lines among their neighbours: `neighbours`, `buttons`, `undersigned`;
- layouts, each of which marks where comments begin and whose they are: `notations`, `records`, `entries`, `chats`,
  `counted`, `talk`, `forums`, `notes`, `blocks`, `bullets`, `repeats`, `reviews`, `headings`, `places`,
  `typed`, `voices`;
- the page's own lines around comments: `beside`, `events`, `beginnings`, `ends`, and `terse` for comments
  that look like such lines;
- `regions` tries the layouts in turn to find where the comments begin; `titles` and `top` read what is above them,
  `splitter` and `answers` what is below; `sheets` and `subtitles` take out
  a printer's lines and a transcript's times before;
- `several` parts the pages of one file, `marked` marks the lines of each; `article` makes threads of them.
"""
