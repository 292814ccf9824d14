//! Grouping by codes. DataFusion groups rows of dictionary columns by writing each row's values out as bytes and comparing
//! those; most questions about flows group by such columns. This rule packs the group of a row into one number instead,
//! which DataFusion groups by far more quickly, and unpacks it after:
//!
//! ```text
//! group by nationality, sex, age   ─▶   unpack( group by pack(nationality, sex, age) )
//! ```

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, Int64Array, StringArray, UInt64Array},
        compute::cast,
        datatypes::{ArrowDictionaryKeyType, DataType, Int8Type, Int16Type, Int32Type, UInt64Type},
        error::ArrowError,
    },
    common::{Result, ScalarValue, exec_err, tree_node::Transformed},
    error::DataFusionError,
    logical_expr::{
        Aggregate, ColumnarValue, Expr, ExprSchemable, LogicalPlan, Projection, ScalarFunctionArgs, ScalarUDF,
        ScalarUDFImpl, Signature, Volatility,
    },
    optimizer::{ApplyOrder, OptimizerConfig, OptimizerRule},
};
use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What the message begins with when a column has more values than its bits can tell apart: the question is then asked
/// without this rule.
pub(crate) const TOO_MANY_VALUES: &str = "too many values to group by codes";

/// Packs what is grouped by, where it is columns that can be packed.
#[derive(Debug)]
pub(crate) struct GroupByCodes;

impl OptimizerRule for GroupByCodes {
    fn name(&self) -> &str {
        "group_by_codes"
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        Some(ApplyOrder::BottomUp)
    }

    fn rewrite(&self, plan: LogicalPlan, _: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        let LogicalPlan::Aggregate(aggregate) = plan else { return Ok(Transformed::no(plan)) };
        let schema = aggregate.input.schema();
        let types = aggregate.group_expr.iter().map(|expr| match expr {
            Expr::Column(_) => expr.get_type(schema.as_ref()),
            // Anything else is not packed.
            _ => Ok(DataType::Null),
        });
        let Some(packing) = Packing::of(types.collect::<Result<_>>()?) else {
            return Ok(Transformed::no(LogicalPlan::Aggregate(aggregate)));
        };
        let packing = Arc::new(packing);
        let names = aggregate.schema.columns();
        let pack = ScalarUDF::from(Pack { packing: packing.clone(), signature: signature() });
        let packed = pack.call(aggregate.group_expr.clone()).alias("group_code");
        let grouped = Aggregate::try_new(aggregate.input.clone(), vec![packed], aggregate.aggr_expr.clone())?;
        let columns = grouped.schema.columns();
        let code = Expr::Column(columns[0].clone());
        let unpacked = (0..packing.columns.len()).map(|place| {
            let unpack = ScalarUDF::from(Unpack { packing: packing.clone(), place, signature: signature() });
            unpack.call(vec![code.clone()])
        });
        let counted = columns[1..].iter().cloned().map(Expr::Column);
        let named = unpacked.chain(counted).zip(names).map(|(expr, name)| match expr {
            Expr::Column(column) if column == name => Expr::Column(column),
            expr => expr.alias_qualified(name.relation, name.name),
        });
        let named = named.collect();
        let projection = Projection::try_new(named, Arc::new(LogicalPlan::Aggregate(grouped)))?;
        Ok(Transformed::yes(LogicalPlan::Projection(projection)))
    }
}

fn signature() -> Signature {
    Signature::variadic_any(Volatility::Immutable)
}

/// How the columns of a group share the bits of one number: `bits` for each, the first column the lowest. 0 is null.
#[derive(Debug)]
struct Packing {
    columns: Vec<Packed>,
}

#[derive(Debug)]
struct Packed {
    data_type: DataType,
    bits: u32,
    shift: u32,
    /// The texts that have come up; a text's code is its place, from 1 on.
    texts: Mutex<Texts>,
}

#[derive(Debug, Default)]
struct Texts {
    codes: HashMap<String, u64>,
    texts: Vec<String>,
}

impl Packing {
    /// `None` if these columns can't be packed, or need not be.
    fn of(types: Vec<DataType>) -> Option<Self> {
        let (mut shift, mut columns, mut any_texts) = (0, Vec::new(), false);
        for data_type in types {
            let bits = match &data_type {
                DataType::Dictionary(key, value) if **value == DataType::Utf8 => {
                    any_texts = true;
                    match **key {
                        DataType::Int8 => 8,
                        DataType::Int16 | DataType::Int32 => 20,
                        _ => return None,
                    }
                }
                DataType::UInt8 => 9,
                DataType::UInt16 => 17,
                // Days from 1970 to the year 4840.
                DataType::Date32 => 20,
                _ => return None,
            };
            columns.push(Packed { data_type, bits, shift, texts: Mutex::default() });
            shift += bits;
        }
        (any_texts && shift <= u64::BITS).then_some(Self { columns })
    }

    fn pack(&self, arrays: &[ArrayRef], rows: usize) -> Result<UInt64Array> {
        let mut codes = vec![0; rows];
        for (column, array) in self.columns.iter().zip(arrays) {
            column.add(array, &mut codes)?;
        }
        Ok(codes.into())
    }
}

impl Packed {
    /// The codes that are told apart.
    fn most(&self) -> u64 {
        (1 << self.bits) - 1
    }

    fn lock(&self) -> MutexGuard<'_, Texts> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, array: &ArrayRef, codes: &mut [u64]) -> Result<()> {
        match array.data_type() {
            DataType::Dictionary(key, _) => match **key {
                DataType::Int8 => self.add_texts::<Int8Type>(array, codes),
                DataType::Int16 => self.add_texts::<Int16Type>(array, codes),
                _ => self.add_texts::<Int32Type>(array, codes),
            },
            _ => self.add_numbers(array, codes),
        }
    }

    fn add_texts<K: ArrowDictionaryKeyType>(&self, array: &ArrayRef, codes: &mut [u64]) -> Result<()> {
        let array = array.as_dictionary::<K>();
        let code_of_key: Vec<u64> = {
            let mut texts = self.lock();
            let values = array.values().as_string::<i32>();
            values.iter().map(|text| text.map_or(0, |text| texts.code(text))).collect()
        };
        if code_of_key.iter().any(|code| *code > self.most()) {
            return exec_err!("{TOO_MANY_VALUES}");
        }
        let shifted: Vec<u64> = code_of_key.into_iter().map(|code| code << self.shift).collect();
        use datafusion::arrow::datatypes::ArrowNativeType;
        let keys = array.keys();
        match keys.nulls() {
            None => {
                for (code, key) in codes.iter_mut().zip(keys.values()) {
                    *code |= shifted[key.as_usize()];
                }
            }
            Some(nulls) => {
                for ((code, key), is_there) in codes.iter_mut().zip(keys.values()).zip(nulls) {
                    if is_there {
                        *code |= shifted[key.as_usize()];
                    }
                }
            }
        }
        Ok(())
    }

    fn add_numbers(&self, array: &ArrayRef, codes: &mut [u64]) -> Result<()> {
        // Exact for every type that is packed.
        let numbers =
            if *array.data_type() == DataType::Date32 { cast(array, &DataType::Int32)? } else { array.clone() };
        let numbers = cast(&numbers, &DataType::Int64)?;
        let numbers = numbers.as_primitive::<datafusion::arrow::datatypes::Int64Type>();
        for (code, number) in codes.iter_mut().zip(numbers) {
            let Some(number) = number else { continue };
            match u64::try_from(number) {
                Ok(number) if number < self.most() => *code |= (number + 1) << self.shift,
                _ => return exec_err!("{TOO_MANY_VALUES}"),
            }
        }
        Ok(())
    }

    /// The column again, from the codes of groups.
    fn unpack(&self, codes: &UInt64Array) -> Result<ArrayRef, ArrowError> {
        let own = codes.iter().map(|code| code.unwrap_or_default() >> self.shift & self.most());
        if let DataType::Dictionary(..) = self.data_type {
            let texts = self.lock();
            let texts: StringArray =
                own.map(|code| code.checked_sub(1).and_then(|place| texts.texts.get(place as usize))).collect();
            return cast(&texts, &self.data_type);
        }
        let numbers: Int64Array = own.map(|code| code.checked_sub(1).map(|number| number as i64)).collect();
        if self.data_type == DataType::Date32 {
            return cast(&cast(&numbers, &DataType::Int32)?, &DataType::Date32);
        }
        cast(&numbers, &self.data_type)
    }
}

impl Texts {
    fn code(&mut self, text: &str) -> u64 {
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        self.texts.push(text.to_owned());
        let code = self.texts.len() as u64;
        self.codes.insert(text.to_owned(), code);
        code
    }
}

/// The function that packs a row's group.
#[derive(Debug)]
struct Pack {
    packing: Arc<Packing>,
    signature: Signature,
}

/// The function that unpacks one column of a group.
#[derive(Debug)]
struct Unpack {
    packing: Arc<Packing>,
    place: usize,
    signature: Signature,
}

/// Functions are the same where they pack in the same way: for the same grouping of the same question.
macro_rules! same_packing {
    ($function:ty, $place:expr) => {
        impl PartialEq for $function {
            fn eq(&self, other: &Self) -> bool {
                Arc::ptr_eq(&self.packing, &other.packing) && $place(self) == $place(other)
            }
        }
        impl Eq for $function {}
        impl Hash for $function {
            fn hash<H: Hasher>(&self, hasher: &mut H) {
                Arc::as_ptr(&self.packing).hash(hasher);
                $place(self).hash(hasher);
            }
        }
    };
}
same_packing!(Pack, |_: &Pack| 0_usize);
same_packing!(Unpack, |unpack: &Unpack| unpack.place);

impl ScalarUDFImpl for Pack {
    fn name(&self) -> &str {
        "pack"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::UInt64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = args.number_rows;
        let arrays: Vec<ArrayRef> = args.args.iter().map(|arg| arg.to_array(rows)).collect::<Result<_>>()?;
        Ok(ColumnarValue::Array(Arc::new(self.packing.pack(&arrays, rows)?)))
    }
}

impl ScalarUDFImpl for Unpack {
    fn name(&self) -> &str {
        "unpack"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.packing.columns[self.place].data_type.clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let column = &self.packing.columns[self.place];
        let unpacked = |codes: &ArrayRef| column.unpack(codes.as_primitive::<UInt64Type>());
        match &args.args[..] {
            [ColumnarValue::Array(codes)] => Ok(ColumnarValue::Array(unpacked(codes)?)),
            [ColumnarValue::Scalar(code)] => {
                let unpacked = unpacked(&code.to_array()?)?;
                Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&unpacked, 0)?))
            }
            _ => exec_err!("unpack takes one code"),
        }
    }
}

/// Whether a question failed because a column has too many values for this.
pub(crate) fn has_too_many_values(error: &DataFusionError) -> bool {
    matches!(error.find_root(), DataFusionError::Execution(text) if text.starts_with(TOO_MANY_VALUES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::arrow::{
        array::{Date32Array, DictionaryArray, UInt8Array, UInt16Array},
        util::display::array_value_to_string,
    };

    fn texts(values: &[Option<&str>]) -> ArrayRef {
        Arc::new(values.iter().copied().collect::<DictionaryArray<Int32Type>>())
    }

    fn shown(array: &ArrayRef) -> Vec<String> {
        (0..array.len()).map(|row| array_value_to_string(array, row).expect("a text")).collect()
    }

    #[test]
    fn a_group_unpacks_to_what_was_packed_whatever_dictionaries_the_batches_bring() {
        let short: DictionaryArray<Int8Type> = [Some("F"), None, Some("M")].into_iter().collect();
        let first: Vec<ArrayRef> = vec![
            texts(&[Some("GIN"), Some("MLI"), None]),
            Arc::new(short),
            Arc::new(UInt8Array::from(vec![Some(0), Some(255), None])),
            Arc::new(UInt16Array::from(vec![Some(65_535), None, Some(0)])),
        ];
        let second: Vec<ArrayRef> = vec![
            texts(&[Some("MLI"), Some("SEN"), Some("GIN")]),
            Arc::new([Some("M"), Some("F"), None].into_iter().collect::<DictionaryArray<Int8Type>>()),
            Arc::new(UInt8Array::from(vec![Some(7), None, Some(1)])),
            Arc::new(UInt16Array::from(vec![None, Some(1), Some(65_534)])),
        ];
        let packing = Packing::of(first.iter().map(|array| array.data_type().clone()).collect()).expect("packs");
        let packed = [&first, &second].map(|batch| packing.pack(batch, 3).expect("packed"));
        for (batch, codes) in [first, second].iter().zip(&packed) {
            for (column, array) in packing.columns.iter().zip(batch) {
                let unpacked = column.unpack(codes).expect("unpacked");
                assert_eq!(unpacked.data_type(), array.data_type());
                assert_eq!(shown(&unpacked), shown(array));
            }
        }
    }

    #[test]
    fn more_values_than_the_bits_tell_apart_are_an_error_and_never_another_group() {
        let packing = Packing::of(vec![texts(&[]).data_type().clone(), DataType::Date32]).expect("packs");
        let town = texts(&[Some("Siguiri")]);
        for (day, fits) in [(0, true), (20_000, true), ((1 << 20) - 2, true), ((1 << 20) - 1, false), (-1, false)] {
            let days: ArrayRef = Arc::new(Date32Array::from(vec![day]));
            match packing.pack(&[town.clone(), days], 1) {
                Ok(_) => assert!(fits, "{day}"),
                Err(error) => assert!(!fits && has_too_many_values(&error), "{day}: {error}"),
            }
        }
        let narrow = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
        let packing = Packing::of(vec![narrow]).expect("packs");
        let mut last = Ok(());
        for batch in 0..3 {
            let names: Vec<String> = (0..100).map(|at| format!("{batch}-{at}")).collect();
            let array: DictionaryArray<Int8Type> = names.iter().map(|name| Some(name.as_str())).collect();
            last = packing.pack(&[Arc::new(array)], 100).map(|_| ());
        }
        assert!(last.is_err_and(|error| has_too_many_values(&error)), "300 texts in 8 bits");
    }
}
