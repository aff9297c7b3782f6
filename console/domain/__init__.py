"""The vocabulary both programs speak: pure types and rules, msgspec Structs, no input or output.

The name on the wire is the name in the store is the name in the code; there is no second set of classes.
"""
