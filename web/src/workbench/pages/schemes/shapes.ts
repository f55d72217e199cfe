/** The answers of the API about schemes, by the names that these pages use. */
export type {
  CellOfMatrix as MatrixCell,
  Compared,
  FindingShown as Finding,
  GroupShown as GroupFigures,
  Linted,
  Previewed,
  SchemeShown as SchemeCard,
  SchemeText,
  SideBySide,
  SideShown as SideOfTwo,
  WeightShown as Weight,
} from "../../api/schema";
