CREATE VIEW cheap AS SELECT id FROM shop_product WHERE price < 5;
UPDATE shop_product SET stock = 0 WHERE stock IS NULL;
INSERT INTO shop_section (title) SELECT 'odds and ends' WHERE NOT EXISTS (SELECT 1 FROM shop_section);
ALTER TABLE shop_product ADD COLUMN IF NOT EXISTS extra integer;
