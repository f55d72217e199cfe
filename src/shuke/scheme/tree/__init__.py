"""The rules of a scheme as a small decision tree: asks one name at a time, ends in a group, is exact.

Law: for every customer the tree's group is the group of the first rule that holds. The tree is not learned from
customers: it is built from the finitely many pieces that the rules cut every name into.
"""

from shuke.scheme.tree.grow import tree
from shuke.scheme.tree.nodes import Ask, Leaf, Node, Tree
from shuke.scheme.tree.shown import lines

__all__ = ["Ask", "Leaf", "Node", "Tree", "lines", "tree"]
