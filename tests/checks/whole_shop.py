"""A small workbook in which every sheet is filled, and all facts agree."""

from __future__ import annotations

WHOLE = {
    "Settings": """
        Setting           Value
        Company           Harbour Tools
        Currency          EUR
        Default location  MAIN
    """,
    "Customers": """
        Customer  Name              Terms (days)  Discount %
        C-1       Mill Lane Stores  30            -
        C-2       Harbour Cafe      14            5
    """,
    "Products": """
        SKU    Name     Price  Cost  Tax code  Default location  Track stock
        A-100  Anvil    20     8     STD       MAIN              Yes
        B-200  Bellows  5      2     STD       BACK              Yes
        S-900  Setup    50     -     LOW       -                 No
    """,
    "Locations": """
        Location  Priority  Pickable
        MAIN      1         Yes
        BACK      2         Yes
    """,
    "Tax codes": """
        Tax code  Name      Tax 1 %
        STD       Standard  20
        LOW       Reduced   5
    """,
    "Orders": """
        Order      State  Order date  Customer  Location  Freight  Freight tax code  Action
        SO-000001  Order  2026-02-01  C-1       MAIN      6        STD               -
        SO-000002  Order  2026-02-03  C-2       -         -        -                 Pick
        SQ-000003  Quote  2026-02-05  C-2       -         -        -                 -
    """,
    "Order lines": """
        Order      Line  SKU    Description  Quantity  Unit price  Discount %  Tax code
        SO-000001  1     A-100  Anvil        10        20          0           STD
        SO-000001  2     S-900  Setup        1         50          0           LOW
        SO-000002  1     B-200  Bellows      4         5           5           STD
        SQ-000003  1     A-100  Anvil        2         20          5           STD
    """,
    "Stock moves": """
        Move       Date        Type      SKU    From  To    Quantity  Unit cost
        MV-000001  2026-01-02  Opening   A-100  -     MAIN  8         8
        MV-000002  2026-01-02  Opening   B-200  -     BACK  30        2
        MV-000003  2026-01-20  Receipt   A-100  -     MAIN  4         8
        MV-000004  2026-01-21  Transfer  B-200  BACK  MAIN  10        -
        MV-000005  2026-02-20  Count     A-100  -     MAIN  2         -
    """,
    "Picks": """
        Pick       Order      Line  SKU    Location  Suggested  Picked  Pick date
        PK-000001  SO-000001  1     A-100  MAIN      10         10      2026-02-10
        PK-000002  SO-000002  1     B-200  MAIN      3          -       -
    """,
    "Packing": """
        Order      Container  Line  SKU    Quantity  Weight
        SO-000001  1          1     A-100  6         12
        SO-000001  2          1     A-100  4         8
    """,
    "Shipments": """
        Shipment   Order      Container  Ship date   Carrier
        SH-000001  SO-000001  1          2026-02-11  Moor Parcel
        SH-000002  SO-000001  2          2026-02-12  Moor Parcel
    """,
    "Invoices": """
        Invoice     Order      Invoice date  Due date    Freight  Freight tax code
        INV-000001  SO-000001  2026-02-12    2026-03-14  6        STD
    """,
    "Invoice lines": """
        Invoice     Order      Line  SKU    Description  Quantity  Unit price  Discount %  Tax code
        INV-000001  SO-000001  1     A-100  Anvil        10        20          0           STD
        INV-000001  SO-000001  2     S-900  Setup        1         50          0           LOW
    """,
    "Payments": """
        Payment     Order      Invoice     Payment date  Kind     Amount
        PAY-000001  SO-000001  INV-000001  2026-02-20    Payment  100
        PAY-000002  SO-000001  -           2026-02-21    Payment  50
        PAY-000003  SO-000001  INV-000001  2026-02-22    Refund   120
    """,
    "Returns": """
        Return      Order      Line  SKU    Quantity  Return date  Disposition  Fee
        RET-000001  SO-000001  1     A-100  2         2026-02-24   Restock      1
    """,
    "Restocks": """
        Restock     Return      SKU    Location  Quantity  Restock date
        RST-000001  RET-000001  A-100  MAIN      2         2026-02-25
    """,
}
