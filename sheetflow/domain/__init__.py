"""The domain: the words and the records that every other package speaks of.

    schema.py, column.py  what schemas/ may say of a sheet, and of its columns
    catalogue.py          all sheets, read from schemas/; another folder for tests
    relations.py          what refers to what, and which rows belong to an order
    declarations.py       TOML files, read strictly: a mistake names the file and the line
    book.py               the book: one frame of typed columns per sheet, and the settings
    frame.py              a frame: the records of one sheet; typed_columns.py: its attributes
    numbers.py            exact arithmetic on whole columns of scaled integers
    arrays.py             new columns, masks, and what linked records say
    problems.py           what can be wrong in a workbook, as problems.toml declares it
    step.py               what a step is, and what it gives back
    draft_book.py         the book while it is read, checked and filled, and the problems found
    references.py         what a record refers to, and the keys by which others name it
    resolve.py            from the text of a key to the position of the record that it names
    number_series.py      the numbers of new rows
    requested_actions.py  what people type into the column Action
    suggestions.py        "did you mean …?"
    phrases.py            days, lists and amounts in messages

May import standards/, workbook/ models and errors.py. Begin with book.py.
"""
