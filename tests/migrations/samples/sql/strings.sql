-- Every way to write a string, a name and a number.
SELECT 'plain; with a semicolon', 'it''s', '''', '', 'a\', 'b\\';
SELECT E'tab\t; quote \' and '' done', e'back\\', E'\\\'', E'';
SELECT U&'\0441\043B\043E\043D', u&'d!0061t!+000061' UESCAPE '!', U&"d\0061t\+000061";
SELECT B'1001', b'0', X'1FF', x'0', N'national';
SELECT 'one'
    ' and; two'
    ' and ''three''';
SELECT E'one\''
    ' and; \' two';
SELECT $$dollars; 'quotes' "names" -- no comment
and /* none here either$$, $tag$one $$ two $other$ three;$tag$, $_$;$_$, $Été$;$Été$, $a1$;$a1$;
SELECT $1, $2, $10;
SELECT "quoted; name", "with ""quotes""", "CamelCase", "select", "a.b"."c;d" FROM "x y";
SELECT a$b$c, a$1, _x, été, x1, "é;";
SELECT 1, 1.5, .5, 1., 1e10, 1.5E-3, .5e+7, 0x1F, 0b101, 0o17, 1_000_000, 1.000_5, 42::int;
SELECT -1, - 1, 1-1, 1 - -1, 1--1
;
SELECT a::text, a :: varchar ( 20 ), '1'::int[], ARRAY[1, 2]::bigint[], a[1], a[1:2], a[b:c], (a).b;
SELECT a -> 'b', a ->> 'b', a #> '{b}', a #>> '{b}', a @> b, a <@ b, a || b, a != b, a <> b, a <= b, a >= b;
SELECT a ? 'b', a ?| b, a ?& b, a ~ b, a !~* b, a ~~ b, @a, @ a.b, |/ a, ||/ a, a <-> b, a &&& b, a ^ b;
SELECT 5*/* multiply; */3, 5+-- plus;
3, a</* less; */b, a@-- which;
b;
SELECT f(a => 1, b := 2), f(VARIADIC x), count(*), x.*, (x).*, row(1, ';');
SELECT timestamp 'now', interval '1 day; 2', date '2020-01-01', double precision '1', bool 't';
SELECT 'ends with a comment' /* ; */ ;
