"""Standards: codes and formats that others publish.

    currencies.py    ISO 4217: currencies and their minor units
    countries.py     ISO 3166-1: two-letter country codes
    country_names.py countries by their names in several languages
    postal_addresses.py
                     the parts of an address as people type it
    iban.py          ISO 13616: bank accounts
    gs1.py           GS1: company prefixes and SSCCs
    locales.py       CLDR: the locales that documents can be written in
    locale_conventions.py
                     CLDR: what numbers and dates mean that are stored as text
    image_files.py   PNG, JPEG and others: kind and size of a logo

Imports nothing of ours but errors.py. Begin with the file of the standard that you need.
"""
