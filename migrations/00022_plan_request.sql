-- +goose Up

-- What a plan needs to be asked for again whole, and why one failed in words that
-- programs know: whose PoPs the hand-offs of its list are, and a code beside the
-- sentence.
ALTER TABLE plan ADD COLUMN list_member text COLLATE "C" REFERENCES member ON UPDATE CASCADE,
    ADD COLUMN failure_code text;

-- +goose Down
ALTER TABLE plan DROP COLUMN list_member, DROP COLUMN failure_code;
