"""Electronic invoices after EN 16931, made from the same documents as the paper.

    model       an invoice in the terms of EN 16931
    countries   what country a text names
    addresses   an address as typed, in the parts that EN 16931 has
    units       units of measure as codes
    identifiers tax numbers, of which some are VAT numbers
    categories  why a line bears the tax that it bears
    nets        amounts that include tax, without it, so that they add up
    prices      the price and the discounts that lead to a line's amount
    drafting    a document of ours → the model
    lacks       what EN 16931 asks for and the workbook does not say, with the cell to fill
    terms       the model → business terms (BT-1 …), as factur-x takes them
    syntaxes    business terms → XML, checked against its schema
    hybrid      XML in a PDF/A-3 (Factur-X, ZUGFeRD)
    files       all of it: documents → files, and what is lacking

Sources: EN 16931-1:2017 (the model and its rules BR-*), CEN/TS 16931-3-2 (UBL) and 16931-3-3 (CII), Factur-X 1.0.
Nothing here is imported unless electronic invoices are asked for.
"""
