"""Operations: the moves of goods that several actions share.

Each takes a book and orders in the order of service, and changes no other order.
"""
