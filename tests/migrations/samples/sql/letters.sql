-- Größe, 大きさ, размер: offsets count characters, not bytes 🦣
CREATE TABLE größe ("名前;" text DEFAULT '値;', цена int); -- 🦣;
SELECT '🦣', "🦣;", 🦣, $größe$;🦣$größe$, U&'\+01F9A3' FROM größe; SELECT E'🦣\'; é';
COMMENT ON TABLE größe IS 'Ⅷ; ﬁ'; SELECT 1;
