-- a comment; before everything
/* and; another */

SELECT 1; -- behind; a statement
-- between; two
SELECT /* inside; 'one */ 2 -- at the end; 'of a line
, 3
;
/* nested /* twice; /* thrice; */ */ ; */ SELECT 4;
/**/ SELECT 5 /**/;/***/SELECT 6/****/;
/*/ not; ended */ SELECT 7;
/* -- ; */ SELECT 8; -- /* ;
SELECT 9; --
SELECT 10;
----;
SELECT 11--;
;
/* 'a quote */ SELECT '/* no comment; */', '-- nor this;', "/* nor; this */";
;;
; /* nothing; here */ ;
SELECT 12;/* 'unbalanced " $$ */SELECT 13;
SELECT 14
-- the last one has no semicolon; and a comment
