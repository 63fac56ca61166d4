"""Electronic invoices (EN 16931): a document of ours → EInvoice → business terms → XML.

    invoice_files   begin here: documents → files, and a problem for each missing cell
    profiles        EN 16931, XRechnung, Peppol: what each form says it follows
    requirements    what EN 16931 requires and a document does not have
    context         what all documents of a workbook share
    conversion      a document → the model of EN 16931 (en16931.py)
    business_terms  the model → BT-1 …, as factur-x takes them
    syntaxes        business terms → CII or UBL, validated against the XML schema
    hybrid_pdf      XML inside a PDF/A-3 (Factur-X, ZUGFeRD)

The other modules each work out one part: parties, amounts, prices, tax categories, codes.
May import documents.pdf and the layers below it. Imported only when somebody requests
electronic invoices. Sources: EN 16931-1:2017 (the model and its rules BR-*),
CEN/TS 16931-3-2 (UBL), CEN/TS 16931-3-3 (CII), Factur-X 1.0.
"""
