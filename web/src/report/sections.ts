import type { ComponentType } from "react";
import type { Report } from "../data/report";
import { listsOf, spokenOf } from "./results";
import { AccountingSection } from "./sections/AccountingSection";
import { AdviceSection } from "./sections/AdviceSection";
import { AheadSection } from "./sections/AheadSection";
import { ClustersSection } from "./sections/ClustersSection";
import { CodesSection } from "./sections/CodesSection";
import { ConcentrationSection } from "./sections/ConcentrationSection";
import { CrossedSection } from "./sections/CrossedSection";
import { DistributionsSection } from "./sections/DistributionsSection";
import { GridSection } from "./sections/GridSection";
import { HeadlineSection } from "./sections/HeadlineSection";
import { LadderSection } from "./sections/LadderSection";
import { MethodSection } from "./sections/MethodSection";
import { NotesSection } from "./sections/NotesSection";
import { OctantsSection } from "./sections/OctantsSection";
import { RatedSection } from "./sections/RatedSection";
import { RejectedSection } from "./sections/RejectedSection";
import { plannedOf, StrategySection } from "./sections/StrategySection";
import { TiersSection } from "./sections/TiersSection";
import { TiesSection } from "./sections/TiesSection";

/** One section: where it stands in the contents (null: not listed) and whether these figures have it. */
export interface SectionEntry {
  id: string;
  titleKey: string | null;
  Body: ComponentType;
  has: (report: Report) => boolean;
}

const has = (list: readonly unknown[] | null | undefined) => (list?.length ?? 0) > 0;

/** The report from the first figure a manager looks for to the last one an auditor does. */
const SECTIONS: readonly SectionEntry[] = [
  { id: "headline", titleKey: null, Body: HeadlineSection, has: () => true },
  { id: "octants", titleKey: "octants.menu", Body: OctantsSection, has: (report) => !!report.octants },
  { id: "ladder", titleKey: "ladder.menu", Body: LadderSection, has: (report) => !!report.ladder },
  { id: "tiers", titleKey: "tiers.menu", Body: TiersSection, has: (report) => has(listsOf(report)) },
  { id: "clusters", titleKey: "clusters.menu", Body: ClustersSection, has: (report) => !!report.clusters },
  { id: "codes", titleKey: "codes.menu", Body: CodesSection, has: (report) => has(report.codes?.rows) },
  { id: "advice", titleKey: "advice.menu", Body: AdviceSection, has: (report) => has(spokenOf(report)) },
  {
    id: "strategy",
    titleKey: "strategy.menu",
    Body: StrategySection,
    has: (report) => has(plannedOf(spokenOf(report))),
  },
  { id: "crossed", titleKey: "crossed.menu", Body: CrossedSection, has: (report) => !!report.crossed },
  {
    id: "concentration",
    titleKey: "concentration.title",
    Body: ConcentrationSection,
    has: (report) => has(report.concentration?.points),
  },
  { id: "ahead", titleKey: "ahead.title", Body: AheadSection, has: (report) => !!report.ahead },
  { id: "grid", titleKey: "grid.menu", Body: GridSection, has: hasGrid },
  {
    id: "distributions",
    titleKey: "distribution.title",
    Body: DistributionsSection,
    has: (report) => has(report.distributions),
  },
  { id: "ties", titleKey: "ties.title", Body: TiesSection, has: (report) => has(report.ties) },
  {
    id: "method",
    titleKey: "method.title",
    Body: MethodSection,
    has: (report) => has(report.scheme.sentences?.en),
  },
  { id: "accounting", titleKey: "accounting.title", Body: AccountingSection, has: () => true },
  {
    id: "rejected",
    titleKey: "rejected.title",
    Body: RejectedSection,
    has: (report) => has(report.rejected),
  },
  { id: "rated", titleKey: "customers.title", Body: RatedSection, has: () => true },
  { id: "notes", titleKey: "notes.title", Body: NotesSection, has: (report) => has(report.notes) },
];

export function sectionsOf(report: Report): SectionEntry[] {
  return SECTIONS.filter((section) => section.has(report));
}

/** Where the same cells stand already as a ladder, a cube or a code of two digits, the grid would only repeat them. */
function hasGrid({ grid, ladder, octants, codes }: Report): boolean {
  return has(grid?.cells) && !ladder && !octants && codes?.digits.length !== 2;
}
