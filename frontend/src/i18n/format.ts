// Figures as they are written in each language.

export type Language = "fr" | "en";

const locales: Record<Language, string> = { fr: "fr-FR", en: "en-GB" };

/** Writes figures, shares and dates in one language. */
export interface Formats {
  /** What weights count, as it follows a figure: "hab.". */
  people: string;
  /** A count or measure with a fixed number of decimals. */
  number(n: number, decimals?: number): string;
  /** A measure as it was given, with three decimals at most: "1,5", "100". */
  measure(n: number): string;
  /** Square kilometres with their unit: one decimal below 10 000, none above. */
  km2(n: number): string;
  /** Weights: whole below a million, "68,3 M" above; with the unit when given. */
  weight(n: number, unit?: string): string;
  /** A difference of weights with its sign, without a unit: "+ 12 300". */
  signed(n: number): string;
  /** A part and its whole, the unit once: "194 791 sur 638 603 km²". */
  km2Of(part: number, whole: number): string;
  weightOf(part: number, whole: number): string;
  /** Whole euros with their sign. */
  euros(n: number): string;
  /** The size of a file, in thousands or millions of bytes: "640 ko", "12,4 Mo". */
  bytes(n: number): string;
  /** A share from 0 to 1 as a percentage; never rounds up to all or down to nothing. */
  percent(share: number): string;
  date(iso: string): string;
  /** A date where there is little room: "05/02/2026". */
  day(iso: string): string;
  /** A date with hours and minutes. */
  moment(iso: string): string;
}

export function formats(
  language: Language,
  units: { people: string; million: string; outOf: string; kilobytes: string; megabytes: string },
): Formats {
  const locale = locales[language];
  const cached = new Map<number, Intl.NumberFormat>();
  const number = (n: number, decimals = 0) => {
    let format = cached.get(decimals);
    if (!format) {
      format = new Intl.NumberFormat(locale, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      });
      cached.set(decimals, format);
    }
    return format.format(n === 0 ? 0 : n);
  };
  const measures = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const euros = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "EUR",
    maximumFractionDigits: 0,
  });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "short" });
  const percentSign = language === "fr" ? "\u202f%" : "%";
  const weight = (n: number, unit = units.people) => {
    const size = Math.abs(n);
    const figure =
      size >= 999_500
        ? `${number(n / 1e6, size >= 99.95e6 ? 0 : 1)}\u00a0${units.million}`
        : number(n);
    return unit ? `${figure}\u00a0${unit}` : figure;
  };
  const square = (n: number) => number(n, Math.abs(n) < 100_000 ? 1 : 0);
  return {
    people: units.people,
    number,
    measure: (n) => measures.format(n),
    weight,
    signed: (n) => `${n > 0 ? "+\u00a0" : n < 0 ? "−\u00a0" : ""}${weight(Math.abs(n), "")}`,
    km2Of: (part, whole) => `${square(part)} ${units.outOf} ${square(whole)}\u00a0km²`,
    weightOf: (part, whole) => `${weight(part, "")} ${units.outOf} ${weight(whole)}`,
    euros: (n) => euros.format(n === 0 ? 0 : n),
    bytes: (n) =>
      n < 999_500
        ? `${number(n / 1e3)}\u00a0${units.kilobytes}`
        : `${number(n / 1e6, 1)}\u00a0${units.megabytes}`,
    km2: (n) => `${square(n)}\u00a0km²`,
    percent(share) {
      if (share > 0 && share < 0.0005) return `<\u00a0${number(0.1, 1)}${percentSign}`;
      if (share < 1 && share >= 0.9995) return `>\u00a0${number(99.9, 1)}${percentSign}`;
      return `${number(share * 100, 1)}${percentSign}`;
    },
    // The first of a month is an ordinal in French: 1er janvier.
    date: (iso) =>
      dates.format(new Date(iso)).replace(/^1 (?=\p{L})/u, language === "fr" ? "1er " : "1 "),
    day: (iso) => days.format(new Date(iso)),
    moment: (iso) => moments.format(new Date(iso)),
  };
}
