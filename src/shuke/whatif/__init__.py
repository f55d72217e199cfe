"""What if: two schemes side by side on the same customers, and how much hangs on each weight.

Nothing is rated here. Both work on the rated tables that ratings hold, in exact arithmetic.
"""

from shuke.whatif.compare import Comparison, compare
from shuke.whatif.documents import Difference, differences
from shuke.whatif.sensitivity import Sensitivity, sensitivity

__all__ = ["Comparison", "Difference", "Sensitivity", "compare", "differences", "sensitivity"]
