UPDATE ${schema}.accounts SET email = name || '@example.com' WHERE email IS NULL;
