import type { ComponentType } from "react";
import type { Report } from "../data/report";
import { AccountingSection } from "./sections/AccountingSection";
import { AdviceSection } from "./sections/AdviceSection";
import { ConcentrationSection } from "./sections/ConcentrationSection";
import { DistributionsSection } from "./sections/DistributionsSection";
import { GridSection } from "./sections/GridSection";
import { HeadlineSection } from "./sections/HeadlineSection";
import { MethodSection } from "./sections/MethodSection";
import { NotesSection } from "./sections/NotesSection";
import { RatedSection } from "./sections/RatedSection";
import { RejectedSection } from "./sections/RejectedSection";
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
  { id: "tiers", titleKey: "tiers.title", Body: TiersSection, has: (report) => has(report.groups) },
  { id: "advice", titleKey: "advice.title", Body: AdviceSection, has: (report) => has(report.groups) },
  {
    id: "concentration",
    titleKey: "concentration.title",
    Body: ConcentrationSection,
    has: (report) => has(report.concentration?.points),
  },
  { id: "grid", titleKey: "grid.menu", Body: GridSection, has: (report) => has(report.grid?.cells) },
  {
    id: "distributions",
    titleKey: "distribution.title",
    Body: DistributionsSection,
    has: (report) => has(report.distributions),
  },
  { id: "ties", titleKey: "ties.title", Body: TiesSection, has: (report) => has(tied(report)) },
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

function tied(report: Report) {
  return report.distributions?.filter((distribution) => distribution.straddling !== null);
}
