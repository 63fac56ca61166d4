"""A second, deliberately simple implementation of the rules, for the tests to compare the engine with.

It shares no code with the engine: plain Python, exact fractions, one row at a time, everything worked out
again whenever it is asked for. Start with `rules.play`.

Where the contract can be read in two ways, this is how it is read here:

* A row with a row error gets none of its blanks filled, and no number. Voided rows never err.
* A blank Line gets the lowest free number of its order; a bad row's typed number is taken.
* A discount or a tax rate that nothing gives is filled as 0, Compound as No, so that it stays as issued.
* The second of two Customers or Products with one key is a bad row like any other: it holds the orders that
  name the key, though the first row counts.
* New lines of an order number that two orders have join neither order; new is a line without a Line or Tax code.
* A payment without an Order has that of the invoice that it names.
* A fact that names an order line in error is no error itself; that line has nothing open, and a blank number of
  it leaves the fact's Line blank.
* A return of an untracked product moves nothing: nothing came back, nothing is to be restocked.
* A typed Line whose order line has another SKU names no line: a row error.
* A bad row counts for nothing: nothing is filled from it. But what can be read of its Requires shipping and Track
  stock still says where goods are: else one mistake would bring forth others.
* A new container is numbered above those that only Shipments name; typed rows of Packing above those of Packing.
* An invoice's Subtotal, Tax and Total wait until all its lines can be read.
* Invoice bills freight beside at least one line; freight left over after the last line is billed by hand.
* A live line of a voided invoice counts for nothing.
* Pack and Ship of an order that requires no shipping are refused; Confirm of what is no quote waits.
* Holds are judged again before each pass, so that what one action fixes another can use in the same run.
* An untracked line has 0 picked, packed, shipped, reserved, backordered; a step that applies to no line is blank.
* Reserved is never below 0 line by line. Free stock below 0 in one location takes nothing from another.
* Stock below 0 is reported on the last row that took it from 0 or more to less than 0.
* A payment that names another order's invoice, be it voided, disagrees with it, and goes to none by name.
* Refunds by name come first, then the others; several overpaid invoices are undone from the latest.
* Freight that bears no tax (an exempt customer's) is no part of what a credit's tax is shared over.
* Something is invoiced once there is a live invoice, whatever its total.
* A return gives a credit where it credits units or money, be they worth 0: its customer is in Receivables.
* What a person typed of a return's credit stays, and the rest follows from it: a typed Credit net is the line
  credit, or that less its tax. Its order is held while the credits would break a rule once they are filled.
* A credit note is numbered where money is credited, even if a fee takes all of it.
"""
