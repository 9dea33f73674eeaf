import { test } from 'vitest'
import { missingMariadb } from '../support/mariadb.js'

const missing = missingMariadb()

test.skipIf(missing)(
  missing
    ? `the tests on MariaDB are left out, because ${missing} (Debian: mariadb-server)`
    : 'the use cases are tested on MariaDB as well',
  () => {},
)
