"""Texts of notes for tests: the shapes of real ones, in words of our own."""

SEED_TITLE = (
    "Reports of the open-ended intergovernmental meetings on options for a review mechanism, held in Vienna from 28 to "
    "30 September 2015 and on 6 and 7 June 2016"
)

# A note whose masthead is lost: no symbol, no date; one symbol is printed with a doubled slash.
NOTE_WITHOUT_MASTHEAD = """\
   Reports of the open-ended intergovernmental meetings on
options for a review mechanism, held in Vienna from 28 to
30 September 2015 and on 6 and 7 June 2016


  Note by the Secretariat


1. In its resolution 7/1, the Conference of the Parties to the United Nations Convention against Transnational
Organized Crime asked that at least one meeting be held.

2. The first meeting was held from 28 to 30 September 2015 and the second on 6 and 7 June 2016.

__________________
 * CTOC/COP//2016/1.

The reports on those meetings (CTOC/COP/WG.8/2015/3 and CTOC/COP/WG.8/2016/2) go to the Conference at its eighth session.
"""

NOTE_WITH_MASTHEAD = """\
United Nations CTOC/COP/2016/7
Conference of the Parties to the United Nations
Convention against Transnational Organized Crime
Distr.: General
8 August 2016

Original: English

Eighth session
Vienna, 17-21 October 2016
Item 2 (a) of the provisional agenda*
Review of implementation

Sample note on the work of the secretariat

Note by the Secretariat

1. This note tells of CTOC/COP/WG.8/2016/2 and of Conference resolution 7/1.

__________________
* CTOC/COP/2016/1.

V.16-01234 (E)
*1601234*
"""
