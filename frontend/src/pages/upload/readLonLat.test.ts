import { expect, test } from "vitest";
import { readLonLat } from "./readLonLat";

test.each([
  ["3.087, 45.777", [3.087, 45.777]],
  ["3.087,45.777", [3.087, 45.777]],
  ["3,087 ; 45,777", [3.087, 45.777]],
  ["3,087 45,777", [3.087, 45.777]],
  ["-61.5; 16.2", [-61.5, 16.2]],
])("%s is a place", (text, place) => {
  expect(readLonLat(text)).toEqual(place);
});

test.each(["", "3", "3,087", "a, b", "200, 45", "3, 95", "3, 45, 6", "3.087,"])(
  "%s is no place",
  (text) => expect(readLonLat(text)).toBeNull(),
);
