import {
  AimOutlined as aimOutlined,
  AlertOutlined as alertOutlined,
  ApartmentOutlined as apartmentOutlined,
  ArrowLeftOutlined as arrowLeftOutlined,
  BellOutlined as bellOutlined,
  BlockOutlined as blockOutlined,
  CalendarOutlined as calendarOutlined,
  CheckCircleFilled as checkCircleFilled,
  CheckCircleOutlined as checkCircleOutlined,
  ClockCircleOutlined as clockCircleOutlined,
  CloseCircleFilled as closeCircleFilled,
  CloseOutlined as closeOutlined,
  CloudSyncOutlined as cloudSyncOutlined,
  ClusterOutlined as clusterOutlined,
  DeleteOutlined as deleteOutlined,
  DownloadOutlined as downloadOutlined,
  DownOutlined as downOutlined,
  EditOutlined as editOutlined,
  ExperimentOutlined as experimentOutlined,
  EyeOutlined as eyeOutlined,
  FileProtectOutlined as fileProtectOutlined,
  FileTextOutlined as fileTextOutlined,
  FilterOutlined as filterOutlined,
  FlagOutlined as flagOutlined,
  HistoryOutlined as historyOutlined,
  HomeOutlined as homeOutlined,
  HourglassOutlined as hourglassOutlined,
  ImportOutlined as importOutlined,
  InboxOutlined as inboxOutlined,
  InfoCircleFilled as infoCircleFilled,
  LockOutlined as lockOutlined,
  LogoutOutlined as logoutOutlined,
  MenuOutlined as menuOutlined,
  MinusCircleOutlined as minusCircleOutlined,
  MoonOutlined as moonOutlined,
  PieChartOutlined as pieChartOutlined,
  PlayCircleOutlined as playCircleOutlined,
  PlusOutlined as plusOutlined,
  QuestionCircleOutlined as questionCircleOutlined,
  RiseOutlined as riseOutlined,
  SaveOutlined as saveOutlined,
  SearchOutlined as searchOutlined,
  SendOutlined as sendOutlined,
  SettingOutlined as settingOutlined,
  ShareAltOutlined as shareAltOutlined,
  ShoppingOutlined as shoppingOutlined,
  StarOutlined as starOutlined,
  SunOutlined as sunOutlined,
  SwapOutlined as swapOutlined,
  TableOutlined as tableOutlined,
  TeamOutlined as teamOutlined,
  TranslationOutlined as translationOutlined,
  TrophyOutlined as trophyOutlined,
  UndoOutlined as undoOutlined,
  UserOutlined as userOutlined,
  WarningFilled as warningFilled,
  WarningOutlined as warningOutlined,
} from "@ant-design/icons";
import type { ComponentProps, ComponentType } from "react";

type Icon = ComponentType<ComponentProps<typeof saveOutlined>>;

/**
 * Icons stand beside words that say the same. A screen reader would read out their English names, before the words and
 * in any language; so they are silent here, and a button without words carries a label of its own.
 */
function silent(Drawn: Icon): Icon {
  return function SilentIcon(props) {
    return <Drawn aria-hidden="true" {...props} />;
  };
}

export const AimOutlined = silent(aimOutlined as Icon);
export const AlertOutlined = silent(alertOutlined as Icon);
export const ApartmentOutlined = silent(apartmentOutlined as Icon);
export const ArrowLeftOutlined = silent(arrowLeftOutlined as Icon);
export const BellOutlined = silent(bellOutlined as Icon);
export const CalendarOutlined = silent(calendarOutlined as Icon);
export const CheckCircleFilled = silent(checkCircleFilled as Icon);
export const CheckCircleOutlined = silent(checkCircleOutlined as Icon);
export const ClockCircleOutlined = silent(clockCircleOutlined as Icon);
export const CloseCircleFilled = silent(closeCircleFilled as Icon);
export const CloseOutlined = silent(closeOutlined as Icon);
export const CloudSyncOutlined = silent(cloudSyncOutlined as Icon);
export const DeleteOutlined = silent(deleteOutlined as Icon);
export const DownOutlined = silent(downOutlined as Icon);
export const DownloadOutlined = silent(downloadOutlined as Icon);
export const ExperimentOutlined = silent(experimentOutlined as Icon);
export const EditOutlined = silent(editOutlined as Icon);
export const EyeOutlined = silent(eyeOutlined as Icon);
export const FileTextOutlined = silent(fileTextOutlined as Icon);
export const FilterOutlined = silent(filterOutlined as Icon);
export const FlagOutlined = silent(flagOutlined as Icon);
export const HistoryOutlined = silent(historyOutlined as Icon);
export const HomeOutlined = silent(homeOutlined as Icon);
export const HourglassOutlined = silent(hourglassOutlined as Icon);
export const ImportOutlined = silent(importOutlined as Icon);
export const InboxOutlined = silent(inboxOutlined as Icon);
export const InfoCircleFilled = silent(infoCircleFilled as Icon);
export const LockOutlined = silent(lockOutlined as Icon);
export const LogoutOutlined = silent(logoutOutlined as Icon);
export const MenuOutlined = silent(menuOutlined as Icon);
export const MinusCircleOutlined = silent(minusCircleOutlined as Icon);
export const MoonOutlined = silent(moonOutlined as Icon);
export const PieChartOutlined = silent(pieChartOutlined as Icon);
export const PlayCircleOutlined = silent(playCircleOutlined as Icon);
export const PlusOutlined = silent(plusOutlined as Icon);
export const QuestionCircleOutlined = silent(questionCircleOutlined as Icon);
export const RiseOutlined = silent(riseOutlined as Icon);
export const SaveOutlined = silent(saveOutlined as Icon);
export const SearchOutlined = silent(searchOutlined as Icon);
export const SendOutlined = silent(sendOutlined as Icon);
export const SettingOutlined = silent(settingOutlined as Icon);
export const ShoppingOutlined = silent(shoppingOutlined as Icon);
export const StarOutlined = silent(starOutlined as Icon);
export const SunOutlined = silent(sunOutlined as Icon);
export const SwapOutlined = silent(swapOutlined as Icon);
export const TableOutlined = silent(tableOutlined as Icon);
export const TeamOutlined = silent(teamOutlined as Icon);
export const TranslationOutlined = silent(translationOutlined as Icon);
export const TrophyOutlined = silent(trophyOutlined as Icon);
export const UndoOutlined = silent(undoOutlined as Icon);
export const UserOutlined = silent(userOutlined as Icon);
export const WarningFilled = silent(warningFilled as Icon);
export const WarningOutlined = silent(warningOutlined as Icon);
export const FileProtectOutlined = silent(fileProtectOutlined as Icon);
export const ClusterOutlined = silent(clusterOutlined as Icon);
export const BlockOutlined = silent(blockOutlined as Icon);
export const ShareAltOutlined = silent(shareAltOutlined as Icon);
