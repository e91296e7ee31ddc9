"""From the syntax tree to closures. No text of an expression is ever run as Python."""

from feel.compiler.core import Code, Compiled, Scope, compile_tree

__all__ = ["Code", "Compiled", "Scope", "compile_tree"]
