"""Stop words: our own list, from the grammar of both languages. Pure."""

DUTCH = frozenset(
    """
    de het een den der des ten ter en of maar want dus noch als dan toen omdat doordat zodat terwijl indien hoewel
    van voor in op met aan om te bij door uit naar tot over onder tussen tegen zonder binnen buiten na tijdens via per
    is ben bent zijn was waren geweest wordt word worden werd werden geworden heb hebt heeft hebben had hadden gehad
    kan kunt kunnen kon konden zal zult zullen zou zouden moet moeten moest mag mogen wil wilt willen
    doet doen deed gedaan gaat gaan laat laten
    ik je jij u uw we wij ons onze jullie hij zij ze het hem haar hun me mij mijn zich
    dat die dit deze wie wat waar wanneer waarom hoe welk welke er hier daar
    daarom daarbij hierbij waarbij waarop waarin daarin hierin hierdoor daardoor waardoor
    niet geen ook nog wel al reeds zo zoals steeds heel zeer toch nu eens meer meest veel alle alles
    ander andere anders iets iemand niets niemand
    """.split()  # noqa: SIM905
)
ENGLISH = frozenset(
    """
    the a an and or but of to in on at by for with from into about over under between through during without
    is are was were be been being have has had do does did will would can could should may might must
    i you he she it we they me him her us them my your his its our their this that these those
    who what which where when why how not no nor so than then there here also as if
    """.split()  # noqa: SIM905
)
