/**
 * Colours for groups without an order, after Okabe and Ito and Tol: told apart with any colour vision. A number
 * always stands beside the colour, so that nothing is said by colour alone.
 */
export const PALETTE = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#d55e00",
  "#f0e442",
  "#882255",
  "#999999",
  "#44aa99",
  "#6a51a3",
  "#ddcc77",
] as const;

export function groupColour(rank: number): string {
  return PALETTE[rank % PALETTE.length] ?? PALETTE[0];
}
