"""The words of a Swiss QR-bill in the four languages in which it may be printed.

Source: SIX, Swiss Implementation Guidelines QR-bill, version 2.3, annex D.
"""

from __future__ import annotations

PAYMENT_PART = "Payment part"
RECEIPT = "Receipt"

_ENGLISH = (
    PAYMENT_PART,
    RECEIPT,
    "Account / Payable to",
    "Reference",
    "Additional information",
    "Payable by",
    "Payable by (name/address)",
    "Currency",
    "Amount",
    "Acceptance point",
    "Separate before paying in",
)
_TRANSLATIONS = {
    "de": (
        "Zahlteil",
        "Empfangsschein",
        "Konto / Zahlbar an",
        "Referenz",
        "Zusätzliche Informationen",
        "Zahlbar durch",
        "Zahlbar durch (Name/Adresse)",
        "Währung",
        "Betrag",
        "Annahmestelle",
        "Vor der Einzahlung abzutrennen",
    ),
    "fr": (
        "Section paiement",
        "Récépissé",
        "Compte / Payable à",
        "Référence",
        "Informations supplémentaires",
        "Payable par",
        "Payable par (nom/adresse)",
        "Monnaie",
        "Montant",
        "Point de dépôt",
        "A détacher avant le versement",
    ),
    "it": (
        "Sezione pagamento",
        "Ricevuta",
        "Conto / Pagabile a",
        "Riferimento",
        "Informazioni supplementari",
        "Pagabile da",
        "Pagabile da (nome/indirizzo)",
        "Valuta",
        "Importo",
        "Punto di accettazione",
        "Da staccare prima del versamento",
    ),
}


def words_of(language: str) -> dict[str, str]:
    """The words by the English ones; English for a language in which no QR-bill is printed."""
    own = _TRANSLATIONS.get(language[:2], _ENGLISH)
    return dict(zip(_ENGLISH, own, strict=True))
