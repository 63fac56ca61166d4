"""Documents as drafts of e-mails: one file each, to open in any mail program. Nothing is sent.

    drafts       a document as a message, with its PDF attached; begin here
    mail_texts   subject and text, in the customer's language; the seller's own templates
    addresses    what of a cell is an address

May import documents.files and below.
"""
