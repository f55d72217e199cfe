import { describe, expect, it } from "vitest";
import { formatter } from "../src/numbers/format";

const en = formatter("en", "CNY");
const zh = formatter("zh", "CNY");

describe("money", () => {
  it.each([
    ["765432.10", "¥765,432.10"],
    ["-14567.9", "-¥14,567.90"],
    ["-0.50", "-¥0.50"],
    ["-0.001", "¥0.00"],
    ["0.995", "¥1.00"],
    ["12345678901234567890.12", "¥12,345,678,901,234,567,890.12"],
  ])("writes %s in full", (text, written) => {
    expect(en.money(text)).toBe(written);
    expect(zh.money(text)).toBe(written);
  });

  it("is bare without a currency and keeps a code that is no currency", () => {
    expect(formatter("en", null).money("1234.5")).toBe("1,234.50");
    expect(formatter("en", "点数").money("1234.5")).toBe("点数\u00a01,234.50");
    expect(formatter("zh", "USD").money("1")).toBe("$1.00");
  });

  it("shows a missing amount as a dash, never as zero", () => {
    expect(en.money(null)).toBe("–");
    expect(en.shortMoney(null)).toBe("–");
  });
});

describe("short money", () => {
  it.each([
    ["9999.99", "¥9,999.99", "¥9,999.99"],
    ["9000.00", "¥9,000.00", "¥9,000.00"],
    ["12345.67", "¥12.35K", "¥1.23万"],
    ["765432.10", "¥765.4K", "¥76.54万"],
    ["999960.00", "¥1M", "¥100万"],
    ["99999999.00", "¥100M", "¥1亿"],
    ["-21034.50", "-¥21.03K", "-¥2.1万"],
    ["123456789012345.00", "¥123.5T", "¥123.5万亿"],
    ["98765432109876543.21", "¥98,765T", "¥98,765万亿"],
  ])("writes %s in a few digits", (text, english, chinese) => {
    expect(en.shortMoney(text)).toBe(english);
    expect(zh.shortMoney(text)).toBe(chinese);
  });
});

describe("other figures", () => {
  it("drop empty cents only where space is tight", () => {
    expect(en.tightMoney("9000.00")).toBe("¥9,000");
    expect(en.tightMoney("9000.50")).toBe("¥9,000.50");
    expect(en.shortValue("75.00", "money")).toBe("¥75");
  });

  it("shorten counts only when they are too long for a card", () => {
    expect(en.shortCount(1234567)).toBe("1,234,567");
    expect(en.shortCount(123456789)).toBe("123.5M");
    expect(zh.shortCount(123456789)).toBe("1.23亿");
  });

  it("writes shares with one digit, and chosen ones without an empty one", () => {
    expect(en.share(0.2674)).toBe("26.7%");
    expect(en.share(null)).toBe("–");
    expect(en.target(0.8)).toBe("80%");
    expect(en.target(0.785)).toBe("78.5%");
  });

  it("keeps a plain decimal's own digits", () => {
    expect(en.decimal("1234.50")).toBe("1,234.50");
    expect(en.value("30", "days")).toBe("30");
    expect(en.value("30", "money")).toBe("¥30.00");
  });
});
