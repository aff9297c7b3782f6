from console.domain.coordinates import Fault, Notation
from console.viewmodels import coordinate_words


def test_every_fault_has_a_sentence_and_every_notation_a_name() -> None:
    assert len({coordinate_words.fault(fault) for fault in Fault}) == len(Fault)
    assert len({coordinate_words.notation(notation) for notation in Notation}) == len(Notation)
