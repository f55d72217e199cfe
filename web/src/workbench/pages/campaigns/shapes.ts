export type {
  ArmShown as Arm,
  CampaignDetail as Campaign,
  CampaignShown as CampaignListed,
  CellMeasured as Cell,
  ContactShown as Contact,
  EntryShown as LedgerEntry,
  Ground,
  Power,
  ResultShown as Result,
} from "../../api/schema";
