import type { weighed as french } from "../fr/weighed";

/** Units are written by who loads a layer, in French as a rule; the usual ones are known. */
const usual: Record<string, string> = {
  ménages: "households",
  établissements: "establishments",
  foyers: "homes",
  locaux: "premises",
};

const capital = (word: string) => word.charAt(0).toLocaleUpperCase("en") + word.slice(1);

export const weighed: typeof french = (told) => {
  const unit = usual[told] ?? told;
  return {
    unit,
    words: {
      coverage: {
        of: (whole) => `of the ${unit} of ${whole}`,
        announce: (share, of) => `${share} of the ${unit} covered, ${of}.`,
        columns: { weight: capital(unit) },
      },
      gaps: { of: (whole) => `of the ${unit} of ${whole} without collection` },
      members: { reachOf: (whole) => `of the ${unit} of ${whole}, by itself` },
      overlaps: { weight: capital(unit) },
      contributions: {
        ofCovered: `of the ${unit} covered`,
        rule: `What a member brings splits each cell equally among those who collect it (Shapley value): the parts make the whole. Alone: what nobody else collects. Balance: what it receives less what it gives, in ${unit}. Given and received add up over members: what opens to ten members counts ten times.`,
      },
      openings: {
        times: (n) => `× ${n} reachable ${unit}`,
        columns: { weight: `${capital(unit)} opened` },
        exchangeHelp: `A row gives, a column receives, in ${unit}. A cell leads to the receiver’s openings.`,
      },
      redundancy: {
        of: (whole) => `of the ${unit} of ${whole} with two hand-offs`,
        columns: { weight: capital(unit) },
      },
      simulation: { covered: "of coverage" },
      plan: {
        objectives: { reach: `the most ${unit} for the pool` },
        objectivesHelp: {
          reach: `All count once, in ${unit}.`,
          openings: `All count, in ${unit}, for every member they open to.`,
        },
        gainsHelp: `${unit} opened to each`,
        curveLabel: (end, at) => `Curve of the ${unit} won against ${at}, up to ${end}.`,
      },
      source: { population: capital(unit) },
    },
  };
};
