-- +goose Up

-- As inventory/entry.go has it: no text turns the direction of what follows it
-- (UAX 9), and no code holds a character that nobody sees.
CREATE OR REPLACE FUNCTION plain_text(value text, fewest int, most int) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN value IS NULL OR length(value) BETWEEN fewest AND most
        AND value !~ '[\x01-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ufffd]';

CREATE OR REPLACE FUNCTION entry_code(value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN plain_text(value, 1, 80) AND value !~ '[/\\\n\t\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2060-\u2064\ufeff]'
        AND value !~ '^[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]'
        AND value !~ '[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$';

-- +goose Down
CREATE OR REPLACE FUNCTION plain_text(value text, fewest int, most int) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN value IS NULL OR length(value) BETWEEN fewest AND most
        AND value !~ '[\x01-\x08\x0b-\x1f\ufffd]';

CREATE OR REPLACE FUNCTION entry_code(value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN plain_text(value, 1, 80) AND value !~ '[/\\\n\t]'
        AND value !~ '^[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]'
        AND value !~ '[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$';
