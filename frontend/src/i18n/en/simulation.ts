import type { simulation as french } from "../fr/simulation";
import type { Translated } from "../translated";

export const simulation: Translated<typeof french> = {
  title: "Simulation",
  lead: "What the pool would become. Nothing is kept; the page’s address can be shared.",
  notYours: "Sign in to simulate.",
  suppose: "What is supposed",
  remove: "Leave",
  join: "Join the pool (candidates)",
  nobody: "Nobody",
  add: "Collected besides: commune, EPCI or département",
  addHelp: "By a new member, in the technologies and status filtered; else in FTTH and in service.",
  cannotAdd: "Choose a commune, an EPCI or a département.",
  takeOut: (name) => `Take out ${name}`,
  addedName: "Simulated zone",
  begin: "Suppose a departure, an arrival or one more place: the difference shows here.",
  covered: "of population covered",
  before: "Before",
  after: "After",
  difference: "Change",
  openings: "Openings",
  openingsHelp: "what changes for each",
  onMap: "Beneath these marks, the map shows the pool of today.",
  same: "No unit changes.",
};
